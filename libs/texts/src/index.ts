export { CATALOGUE, LOCALES, isTextKey, type Locale, type TextKey } from './catalogue.js';
export * from './format.js';
export * from './render.js';
