/** The services of the network under their names in the reader's language. */
import { useTranslation } from "react-i18next";
import { useNetwork } from "../api/queries";

export interface Services {
  readonly list: readonly { value: string; label: string }[];
  nameOf(key: string | null | undefined): string;
}

export function useServices(): Services {
  const { i18n } = useTranslation();
  const { data } = useNetwork();
  const list = (data?.services ?? []).map((one) => ({
    value: one.service,
    label: i18n.language === "zh" && one.name_zh ? one.name_zh : one.name,
  }));
  return {
    list,
    nameOf: (key) => list.find((one) => one.value === key)?.label ?? key ?? "–",
  };
}
