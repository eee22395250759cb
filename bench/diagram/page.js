// Runs in the browser: the libraries that draw, under one name.
import elk from '@mermaid-js/layout-elk';
import mermaid from 'mermaid';
import nomnoml from 'nomnoml';

mermaid.registerLayoutLoaders(elk);
window.draw = {
  async mermaid(source, config) {
    mermaid.initialize({ startOnLoad: false, ...config });
    return (await mermaid.render('drawing', source)).svg;
  },
  nomnoml: (source) => nomnoml.renderSvg(source),
  async parses(source) {
    try {
      await mermaid.parse(source);
      return '';
    } catch (error) {
      return String(error);
    }
  },
};
