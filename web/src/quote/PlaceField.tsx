/** A place by any of its names, with the network's own suggestions while typing. */
import { Autocomplete } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { usePlaces } from "../api/queries";
import type { Place } from "../api/types";

/** Longest pause between two keys of somebody still typing. */
const TYPING_PAUSE_MS = 180;

interface Props {
  label: string;
  example: string;
  value: string;
  error: ReactNode;
  onChange(value: string): void;
}

/** The text that stands for a place in a request. */
export function placeText(place: Place): string {
  if (place.kind === "postcode" && place.postcode) return `${place.country} ${place.postcode}`;
  if (place.kind === "country") return place.country;
  if (place.kind === "facility" && place.key) return place.key;
  return place.label;
}

export function PlaceField({ label, example, value, error, onChange }: Props) {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(value, TYPING_PAUSE_MS);
  const { data, isSuccess } = usePlaces(asked);
  const places = new Map((data?.items ?? []).map((place) => [placeText(place), place]));
  const unknown = isSuccess && places.size === 0 && asked === value;
  return (
    <Autocomplete
      label={label}
      placeholder={example}
      value={value}
      onChange={onChange}
      data={[...places.keys()]}
      filter={({ options }) => options}
      error={error ?? (unknown ? t("quote.noPlace") : undefined)}
      renderOption={({ option }) => {
        const place = places.get(option.value);
        return (
          <span className="place-option">
            <span>{place?.label ?? option.value}</span>
            <small>{place && `${place.country} · ${t(`quote.kind.${place.kind}`)}`}</small>
          </span>
        );
      }}
      required
      withAsterisk={false}
      autoComplete="off"
      spellCheck={false}
      maxDropdownHeight={260}
    />
  );
}
