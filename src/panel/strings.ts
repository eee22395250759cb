/** The page's words. The extension translates them; `{0}`, `{1}` are filled in by the page. */
/** `vscode.l10n`, or anything that answers like it. */
export interface L10n {
  t(message: string): string;
}

export function panelStrings(l10n: L10n) {
  return {
    pictures: l10n.t('Pictures'),
    results: l10n.t('PixelScribe results'),
    emptyTitle: l10n.t('No picture yet'),
    emptyHint: l10n.t(
      'Right-click a picture in the Explorer and choose Describe Image, Extract Text or Diagram to Mermaid. Nothing leaves this machine.',
    ),
    describing: l10n.t('Describing {0} …'),
    extracting: l10n.t('Reading the text of {0} …'),
    readingDiagram: l10n.t('Reading the diagram in {0} …'),
    described: l10n.t('{0} is described.'),
    extracted: l10n.t('The text of {0} is read, {1} lines.'),
    diagramRead: l10n.t('The diagram in {0} is read, {1} nodes and {2} connections.'),
    failed: l10n.t('{0} failed: {1}'),
    stateWorking: l10n.t('working'),
    stateDone: l10n.t('done'),
    stateFailed: l10n.t('failed'),
    remove: l10n.t('Remove {0} from the list'),
    open: l10n.t('Open {0}'),
    noPreview: l10n.t('No preview for this format. The boxes show where the text is.'),
    fit: l10n.t('Fit'),
    actualSize: l10n.t('Actual size'),
    zoom: l10n.t('Zoom'),
    altText: l10n.t('Alt text'),
    altTextHint: l10n.t('A draft from what was measured. Say what matters here, then copy or insert it.'),
    characters: l10n.t('{0} characters'),
    resetDraft: l10n.t('Back to the draft'),
    adviceGood: l10n.t('40 to 150 characters, ends with a period, says what it shows.'),
    adviceEmpty: l10n.t(
      'Empty alt text tells a screen reader to skip the picture. Right only for decoration.',
    ),
    adviceShort: l10n.t('Short: under 40 characters rarely says what matters.'),
    adviceLong: l10n.t('Long: over 150 characters. Move details to the description.'),
    advicePeriod: l10n.t('End with a period, so that a screen reader pauses.'),
    advicePrefix: l10n.t('Leave out “{0}”: a screen reader already says that it is a picture.'),
    adviceFileName: l10n.t('This looks like a file name. Say what the picture shows.'),
    adviceLineBreak: l10n.t('Keep it on one line.'),
    description: l10n.t('Description'),
    text: l10n.t('Text'),
    textLines: l10n.t('Text, {0} lines'),
    textOneLine: l10n.t('Text, 1 line'),
    noText: l10n.t('No text was found in this picture.'),
    linesLabel: l10n.t('Lines of text in reading order'),
    linesHint: l10n.t('Arrow keys move, Enter inserts the line, Ctrl+C copies it.'),
    lowConfidence: l10n.t('{0}, uncertain, {1} percent'),
    diagram: l10n.t('Diagram'),
    previewLabel: l10n.t('Preview of the Mermaid diagram; the outline says the same in words'),
    mermaidSource: l10n.t('Mermaid source'),
    resetMermaid: l10n.t('Back to what was read'),
    onePartUncertain: l10n.t('{0} part is uncertain. It is dashed in the picture and in the preview.'),
    partsUncertain: l10n.t('{0} parts are uncertain. They are dashed in the picture and in the preview.'),
    parts: l10n.t('Nodes and connections'),
    partsLabel: l10n.t('Nodes and connections in reading order'),
    partsHint: l10n.t('Arrow keys move and light up the part, Enter inserts its words, Ctrl+C copies them.'),
    unlabelledNode: l10n.t('unlabelled node {0}'),
    outline: l10n.t('Outline'),
    nodes: l10n.t('Nodes'),
    connections: l10n.t('Connections'),
    groups: l10n.t('Groups'),
    diagramConfidence: l10n.t('Diagram confidence'),
    percentValue: l10n.t('{0} %'),
    measured: l10n.t('Measured'),
    size: l10n.t('Size'),
    sizeValue: l10n.t('{0} × {1} px'),
    confidence: l10n.t('Text confidence'),
    confidenceValue: l10n.t('{0} % on average, {1} % at the lowest'),
    model: l10n.t('Model'),
    time: l10n.t('Time'),
    milliseconds: l10n.t('{0} ms'),
    seconds: l10n.t('{0} s'),
    copy: l10n.t('Copy'),
    insert: l10n.t('Insert'),
    copyWhat: l10n.t('Copy {0}'),
    insertWhat: l10n.t('Insert {0} at the cursor of the last editor'),
    whatAltText: l10n.t('alt text'),
    whatDescription: l10n.t('description'),
    whatText: l10n.t('text'),
    whatMermaid: l10n.t('Mermaid'),
    whatOutline: l10n.t('outline'),
  };
}

export type PanelStrings = ReturnType<typeof panelStrings>;

/** Fills `{0}`, `{1}` … */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );
}
