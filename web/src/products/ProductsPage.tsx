/** Products: what order lines are made of, what is missing of them, and one with its form. */
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useProducts } from "../api/lists";
import { useGaps } from "../api/products";
import type { Product } from "../api/types";
import { formatMass, formatMoney } from "../format";
import { FileDoor } from "../imports/FileDoor";
import { hrefOf, hrefOfOne, useRoute } from "../routes";
import { useMay } from "../session/may";
import { countryName } from "../states/countries";
import { ListHead, PagedTable, SearchField } from "../states/Listing";
import { Nothing } from "../states/Notices";
import { Parts } from "../states/Parts";
import { GapList } from "./GapList";
import { NewProduct, ProductView } from "./ProductView";

const COLUMNS = ["sku", "description", "mass", "hs", "origin", "goods", "value"] as const;
const NUMERIC = new Set<string>(["mass", "value"]);

function ProductRow({ product }: { product: Product }) {
  const { t, i18n } = useTranslation();
  const { sku } = product;
  return (
    <tr>
      <th scope="row" className="row-name">
        <a href={hrefOfOne("products", sku)}>{sku}</a>
      </th>
      <td className="wide">{product.description_en}</td>
      <td className="numeric figure">{formatMass(product.mass_grams, i18n.language)}</td>
      <td className="figure">{product.hs_code}</td>
      <td>{countryName(product.origin, i18n.language)}</td>
      <td>{product.goods.map((one) => t(`goods.${one}`, { defaultValue: one })).join(", ")}</td>
      <td className="numeric figure">{formatMoney(product.value, i18n.language)}</td>
    </tr>
  );
}

function ProductList() {
  const { t } = useTranslation();
  const { query } = useRoute();
  const q = query.get("q") ?? "";
  const paging = useProducts(q, query.get("cursor") ?? "");
  const found = q === "" ? "products.empty" : "products.noMatch";
  return (
    <section className="list" aria-labelledby="product-list">
      <h2 id="product-list" className="visually-hidden">
        {t("products.list")}
      </h2>
      <search className="list-filter">
        <SearchField label={t("products.search")} />
      </search>
      <PagedTable
        paging={paging}
        label={t("products.list")}
        empty={
          <Nothing title={t(found)}>
            <p>{t(q === "" ? "products.emptyLead" : "products.noMatchLead")}</p>
          </Nothing>
        }
        head={
          <ListHead
            columns={COLUMNS.map((name) => [name, t(`products.col.${name}`)])}
            numeric={NUMERIC}
          />
        }
      >
        {(product: Product) => <ProductRow key={product.sku} product={product} />}
      </PagedTable>
    </section>
  );
}

export default function ProductsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { id, query } = useRoute();
  const gaps = useGaps();
  const isGaps = query.get("tab") === "gaps";
  const mayWrite = may("products:write");
  if (id !== null) return <ProductView key={id} sku={id} mayWrite={mayWrite} />;
  if (query.has("new") && mayWrite) return <NewProduct sku={query.get("sku") ?? ""} />;
  return (
    <div className="list-page">
      <div className="page-top">
        <h1 tabIndex={-1}>{t("products.title")}</h1>
        <Parts
          parts={[
            { href: hrefOf("products"), title: t("products.list"), isHere: !isGaps },
            {
              href: hrefOf("products", { tab: "gaps" }),
              title: t("gaps.title"),
              isHere: isGaps,
              count: gaps.data?.items.length,
            },
          ]}
        />
      </div>
      {isGaps ? (
        <GapList />
      ) : (
        <>
          {mayWrite && (
            <div className="page-actions">
              <Button component="a" href={hrefOf("products", { new: "1" })}>
                {t("products.new")}
              </Button>
            </div>
          )}
          <ProductList />
          {mayWrite && <FileDoor kind="products" />}
        </>
      )}
    </div>
  );
}
