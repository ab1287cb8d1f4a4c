/** The wire types of the HTTP interface under the names the pages use. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Money = Schemas["Money"];
export type Fault = Schemas["Fault"];
export type Place = Schemas["Place"];
export type Network = Schemas["Network"];
export type MapNode = Schemas["MapNode"];
export type MapLeg = Schemas["MapLeg"];
export type NetworkMap = Schemas["NetworkMap"];
export type QuoteRequest = Schemas["QuoteRequest"];
export type Quote = Schemas["Quote"];
export type Duty = Schemas["Duty"];
export type QuotedRoute = Schemas["QuotedRoute"];
export type Promise = Schemas["Promise"];
export type PromisePart = Schemas["PromisePart"];
export type CurvePoint = Schemas["CurvePoint"];
export type RouteLeg = Schemas["RouteLeg"];
export type Stop = Schemas["Stop"];
export type Guarantee = Schemas["Guarantee"];
export type Refusal = Schemas["Refusal"];
export type Order = Schemas["Order"];
export type OrderDetail = Schemas["OrderDetail"];
export type OrderLine = Schemas["OrderLine"];
export type OrderDraft = Schemas["OrderDraft"];
export type Undeliverable = Schemas["Undeliverable"];
export type Address = Schemas["Address"];
export type Product = Schemas["Product"];
export type ProductDraft = Schemas["ProductDraft"];
export type AuditEntry = Schemas["AuditEntry"];
export type OrderState = Schemas["OrderState"];
export type RowFate = Schemas["RowFate"];
export type BookItemAnswer = Schemas["BookItemAnswer"];
export type EntryWish = Schemas["EntryWish"];
export type Entry = Schemas["Entry"];
export type Parcel = Schemas["Parcel"];
export type ParcelDetail = Schemas["ParcelDetail"];
export type ParcelState = Schemas["ParcelState"];
export type ParcelTimeline = Schemas["ParcelTimeline"];
export type TimelineEvent = Schemas["TimelineEvent"];
export type CustodyStretch = Schemas["CustodyStretch"];
export type Outlook = Schemas["Outlook"];
export type OpenException = Schemas["OpenException"];
export type ParcelException = Schemas["ParcelException"];
export type Quarantined = Schemas["Quarantined"];
export type Manifest = Schemas["Manifest"];
export type ManifestDetail = Schemas["ManifestDetail"];
export type Scope = Schemas["Scope"];
export type Role = Schemas["Role"];
export type Session = Schemas["Session"];
export type SignIn = Schemas["SignIn"];
export type SignUp = Schemas["SignUp"];
export type Member = Schemas["Member"];
export type Key = Schemas["Key"];
export type KeyDraft = Schemas["KeyDraft"];
export type KeyMode = Schemas["KeyMode"];
export type ImportKind = Schemas["ImportKind"];
export type ImportState = Schemas["ImportState"];
export type ImportColumn = Schemas["ImportColumn"];
export type ImportCounts = Schemas["ImportCounts"];
export type ImportKept = Schemas["ImportKept"];
export type StagedCell = Schemas["StagedCell"];
export type StagedRow = Schemas["StagedRow"];
export type ImportRows = Schemas["ImportRows"];
export type ProductGap = Schemas["ProductGap"];
export type HsCandidate = Schemas["HsCandidate"];
export type HsCandidates = Schemas["HsCandidates"];
export type NetworkFinding = Schemas["NetworkFinding"];
export type NetworkCheck = Schemas["NetworkCheck"];
export type Notice = Schemas["Notice"];
export type NoticePage = Schemas["NoticePage"];
export type MailWishes = Schemas["MailWishes"];

/** A problem as answered, or one of our own making: hence any text as its code. */
export type Problem = Omit<Schemas["Problem"], "code"> & { code: string };

// What has a default may be left out when it is sent, which the document's types do not tell apart.
export type ImportSource = Partial<Schemas["ImportSource"]>;
export type ImportReading = Partial<Omit<Schemas["ImportReading"], "columns">> & {
  columns?: Readonly<Record<string, ImportSource>> | null;
};
export type ImportField = Omit<Schemas["ImportField"], "source"> & {
  source?: ImportSource | null;
};
export type ImportSurvey = Omit<Schemas["ImportSurvey"], "fields"> & { fields: ImportField[] };
export type Import = Omit<Schemas["Import"], "reading" | "survey"> & {
  reading: ImportReading;
  survey?: ImportSurvey | null;
};
export type ImportMend = Partial<Schemas["ImportMend"]> & Pick<Schemas["ImportMend"], "revision">;
export interface ImportList {
  items: Import[];
}
