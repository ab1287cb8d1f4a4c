-- A parcel is shown with its manifest: found by the parcel, the newest first.
CREATE INDEX manifest_items_by_parcel ON manifest_items (parcel_id, manifest_id);
