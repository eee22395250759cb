import assert from 'node:assert/strict';
import { adaptProposal } from '../../../src/documents/proposal';

describe('a proposal in its place', () => {
  it('stays as it is where nothing speaks against it', () => {
    assert.deepEqual(adaptProposal({ altText: 'Login dialog with an error message' }, {}), {
      alt: 'Login dialog with an error message.',
      decorative: false,
      reasons: [],
    });
  });

  it('gets no full stop as a label', () => {
    assert.equal(adaptProposal({ altText: 'Company logo' }, {}).alt, 'Company logo');
  });

  it('loses “image of”', () => {
    assert.equal(
      adaptProposal({ altText: 'An image of a login dialog with two fields.' }, {}).alt,
      'A login dialog with two fields.',
    );
  });

  it('is empty beside the text of its link or button', () => {
    for (const context of [{ link: { target: '/', text: 'Home' } }, { button: { text: 'Close' } }]) {
      assert.deepEqual(adaptProposal({ altText: 'A house', kind: 'icon' }, context), {
        alt: '',
        decorative: true,
        reasons: ['link-says-it'],
      });
    }
  });

  it('says what is written on a link', () => {
    const proposal = { altText: 'Badge with white text on black.', text: 'Download on the\nApp Store' };
    assert.deepEqual(adaptProposal(proposal, { link: { target: 'https://apps.apple.com/x', text: '' } }), {
      alt: 'Download on the App Store',
      decorative: false,
      reasons: ['functional'],
    });
  });

  it('says where an icon leads or what it does', () => {
    const icon = { altText: 'An icon.', kind: 'icon' };
    assert.equal(
      adaptProposal(icon, { link: { target: 'https://www.github.com/x/y', text: '' } }).alt,
      'github.com',
    );
    assert.equal(
      adaptProposal(icon, { link: { target: 'docs/getting-started.html#top', text: '' } }).alt,
      'Getting started',
    );
    assert.equal(adaptProposal(icon, { button: { text: '' }, fileName: 'ic_close-24px.svg' }).alt, 'Close');
  });

  it('describes the picture where the link is to the picture', () => {
    const adapted = adaptProposal(
      { altText: 'Chart of sales by month in 2024.', text: 'Sales' },
      { link: { target: 'big.png', text: '' } },
    );
    assert.equal(adapted.alt, 'Chart of sales by month in 2024.');
  });

  it('describes the picture where a link tells nothing', () => {
    const adapted = adaptProposal(
      { altText: 'Two people at a desk.', kind: 'photo' },
      { link: { target: 'https://x.org', text: '' } },
    );
    assert.equal(adapted.alt, 'Two people at a desk.');
  });

  it('does not repeat the caption', () => {
    const proposal = {
      altText: 'The login dialog. An error message says that the password is wrong.',
      kind: 'dialog',
    };
    assert.deepEqual(adaptProposal(proposal, { caption: 'Figure 3: The login dialog' }), {
      alt: 'An error message says that the password is wrong.',
      decorative: false,
      reasons: ['caption-says-it'],
    });
  });

  it('says at least what kind of picture it is, in the language of the document', () => {
    const proposal = { altText: 'The login dialog.', kind: 'dialog', locale: 'de' };
    assert.equal(adaptProposal(proposal, { caption: 'The login dialog', locale: 'en' }).alt, 'Screenshot.');
    assert.equal(
      adaptProposal(proposal, { caption: 'The login dialog', locale: 'de-AT' }).alt,
      'Bildschirmfoto.',
    );
  });

  it('is split into short and long', () => {
    const sentences = [
      'Chart of sales by month in 2024 with a peak in March.',
      'Sales fall from April on and stay low until the end of the year.',
      'A line shows the mean of the last five years.',
    ];
    const adapted = adaptProposal({ altText: sentences.join(' ') }, {});
    assert.equal(adapted.alt, sentences.slice(0, 2).join(' '));
    assert.equal(adapted.longDescription, sentences.join(' '));
    assert.deepEqual(adapted.reasons, ['shortened']);
  });

  it('ends at a word where there is no sentence', () => {
    const adapted = adaptProposal({ altText: 'very '.repeat(60).trim() }, {});
    assert.ok(adapted.alt.length <= 150);
    assert.match(adapted.alt, /very…$/);
  });

  it('says when the document is in another language', () => {
    assert.deepEqual(adaptProposal({ altText: 'A cat on a mat' }, { locale: 'de-DE' }).reasons, [
      'other-language',
    ]);
    assert.deepEqual(
      adaptProposal({ altText: 'A cat on a mat', locale: 'en-GB' }, { locale: 'en' }).reasons,
      [],
    );
  });
});
