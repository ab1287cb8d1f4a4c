export function wordsOf(language: string): string;
export function wordsFile(language: string): URL;
