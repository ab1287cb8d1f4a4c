/** Wire types of staged imports, gaps, candidates, findings and notices. */
import type { Fault, Money, RowFate } from "./types";

export type ImportKind = "orders" | "products";
export type ImportState = "reading" | "mapping" | "checked" | "keeping" | "kept" | "unreadable";

export interface ImportSource {
  column?: number;
  text?: string;
}
export interface ImportReading {
  encoding?: string;
  sheet?: string;
  currency?: string;
  dates?: "day_first" | "month_first";
  columns?: Record<string, ImportSource>;
}
export interface ImportColumn {
  column: number;
  heading: string;
  samples: string[];
}
export interface ImportField {
  field: string;
  is_required: boolean;
  source?: ImportSource;
}
export interface ImportSurvey {
  encoding: string;
  sheets: string[];
  sheet?: string;
  rows: number;
  layout?: { layout: string; name: string };
  is_remembered: boolean;
  columns: ImportColumn[];
  fields: ImportField[];
}
export interface ImportCounts {
  rows: number;
  rows_rejected: number;
  rows_skipped: number;
  items: number;
  accepted: number;
  unchanged: number;
  rejected: number;
}
export interface ImportKept {
  created: number;
  updated: number;
  unchanged: number;
  rejected: number;
}
export interface Import {
  id: string;
  kind: ImportKind;
  name: string;
  bytes: number;
  state: ImportState;
  revision: number;
  progress?: { done: number; total?: number };
  reading: ImportReading;
  survey?: ImportSurvey;
  counts?: ImportCounts;
  kept?: ImportKept;
  faults: Fault[];
  warnings: Fault[];
  created_at: string;
  expires_at: string;
}
export interface StagedImports {
  items: Import[];
  next_cursor?: string | null;
}
export interface StagedCell {
  field: string;
  text: string;
  is_mended: boolean;
}
export interface StagedRow {
  line: number;
  key: string;
  fate: RowFate;
  order_id?: string;
  cells: StagedCell[];
  is_left_out: boolean;
  faults: Fault[];
}
export interface ImportRows {
  revision: number;
  total: number;
  items: StagedRow[];
  next_cursor: string | null;
}
export interface ImportMend {
  revision: number;
  cells: Record<string, string | null>;
  is_left_out?: boolean;
}
export interface ProductGap {
  sku: string;
  known: Record<string, string>;
  missing: string[];
  orders_waiting: number;
  value_waiting: Money[];
  seen_at: string;
}
export interface HsCandidate {
  hs_code: string;
  description: string;
  within: string[];
  found_by: string[];
}
export interface HsCandidates {
  edition: string;
  items: HsCandidate[];
}
export interface NetworkFinding {
  is_error: boolean;
  file: string;
  row?: number;
  column?: string;
  what: string;
  mend: string;
  code: string;
}
export interface NetworkCheck {
  version: string;
  errors: number;
  warnings: number;
  findings: NetworkFinding[];
  reached: { country: string; legs_min: number; services: string[]; lines: number }[];
  unreached: { country: string; why: string }[];
}
export interface Notice {
  id: string;
  kind: string;
  object: string;
  details: Record<string, string>;
  at: string;
  is_read: boolean;
}
export interface NoticePage {
  unread: number;
  items: Notice[];
  next_cursor: string | null;
}
export interface MailWishes {
  language: string;
  kinds: string[];
}
