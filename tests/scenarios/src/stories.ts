import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** All scenario files of this folder, by their path in it, with their text. */
export const STORIES: readonly (readonly [file: string, text: string])[] = readdirSync(root, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.scn') && !file.includes('node_modules'))
  .sort()
  .map((file) => [file, readFileSync(path.join(root, file), 'utf8')]);
