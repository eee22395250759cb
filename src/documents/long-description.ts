/** What long descriptions have in common in every language. */
import { collapse } from './text';

const LABELS: Readonly<Record<string, string>> = {
  cs: 'Popis obrázku',
  da: 'Billedbeskrivelse',
  de: 'Bildbeschreibung',
  en: 'Image description',
  es: 'Descripción de la imagen',
  fi: 'Kuvan kuvaus',
  fr: 'Description de l’image',
  it: 'Descrizione dell’immagine',
  ja: '画像の説明',
  ko: '이미지 설명',
  nb: 'Bildebeskrivelse',
  nl: 'Beschrijving van de afbeelding',
  pl: 'Opis obrazu',
  pt: 'Descrição da imagem',
  ru: 'Описание изображения',
  sv: 'Bildbeskrivning',
  tr: 'Görsel açıklaması',
  uk: 'Опис зображення',
  zh: '图片说明',
};

/** What the description is called, in the document's language. */
export function descriptionLabel(locale: string | undefined): string {
  return LABELS[locale?.split(/[-_]/)[0]?.toLowerCase() ?? 'en'] ?? LABELS.en!;
}

/** The paragraphs of a description, each on one line. */
export function paragraphs(text: string): string[] {
  return text
    .split(/\r?\n[ \t]*\r?\n/)
    .map(collapse)
    .filter((paragraph) => paragraph !== '');
}
