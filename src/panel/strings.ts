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
      'Right-click a picture in the Explorer and choose Describe Image, Extract Text or Formula to LaTeX. Nothing leaves this machine.',
    ),
    describing: l10n.t('Describing {0} …'),
    extracting: l10n.t('Reading the text of {0} …'),
    readingFormula: l10n.t('Reading the formula in {0} …'),
    described: l10n.t('{0} is described.'),
    extracted: l10n.t('The text of {0} is read, {1} lines.'),
    formulaRead: l10n.t('The formula in {0} is read, {1} percent sure.'),
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
    latex: l10n.t('LaTeX'),
    latexSure: l10n.t('{0} % sure that all of it is right.'),
    latexUnsure: l10n.t('Only {0} % sure. Compare it with the picture before you insert it.'),
    latexPreview: l10n.t('The formula as LaTeX draws it'),
    latexSource: l10n.t('LaTeX source'),
    latexProblem: l10n.t('Does not parse yet: {0}'),
    latexEmpty: l10n.t('Nothing to draw.'),
    latexReset: l10n.t('Back to the reading'),
    latexDoubts: l10n.t('Uncertain parts; choose one to select it:'),
    latexReadings: l10n.t('Readings'),
    latexReading: l10n.t('{0}, {1} percent sure'),
    latexConfidence: l10n.t('Confidence'),
    percent: l10n.t('{0} %'),
    copyMathml: l10n.t('Copy as MathML'),
    copyTypst: l10n.t('Copy as Typst'),
    insertAs: l10n.t('Insert As…'),
    readAgain: l10n.t('Retry'),
    formula: l10n.t('Formula'),
    formulaOffer: l10n.t('This looks like a formula.'),
    formulaToLatex: l10n.t('Formula to LaTeX'),
    describeImage: l10n.t('Describe Image'),
    extractText: l10n.t('Extract Text'),
    dropTitle: l10n.t('Drop or paste a picture'),
    dropTask: l10n.t('What to do with it'),
    pasteHere: l10n.t('Paste a picture here'),
    dropNothing: l10n.t(
      'There is no picture in it. Copy a picture or a part of the screen, then paste again.',
    ),
    dropUnreadable: l10n.t('{0} cannot be read. Save it as a file and choose it in the Explorer.'),
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
    whatLatex: l10n.t('LaTeX'),
  };
}

export type PanelStrings = ReturnType<typeof panelStrings>;

/** Fills `{0}`, `{1}` … */
export function fill(template: string, ...values: readonly (string | number)[]): string {
  return template.replace(/\{(\d+)\}/g, (placeholder, index: string) =>
    String(values[Number(index)] ?? placeholder),
  );
}
