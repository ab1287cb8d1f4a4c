//! Both engines have the same tables, columns, keys and references, and only known schemas are opened.

use crate::{
    on_both_engines,
    world::{World, now},
};
use portolan_store::{NewNetwork, Store};
use sqlx::{Connection as _, PgConnection};
use std::{collections::BTreeSet, fs, path::Path};

on_both_engines!(a_newer_schema_is_refused, a_changed_migration_is_refused);

const SQLITE_COLUMNS: &str = "SELECT m.name || '.' || c.name || ' ' || c.type || CASE
    WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END
    FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'";

const POSTGRES_COLUMNS: &str = "SELECT table_name || '.' || column_name || ' ' || CASE data_type
    WHEN 'bigint' THEN 'INTEGER' WHEN 'bytea' THEN 'BLOB' WHEN 'text' THEN 'TEXT'
    ELSE data_type END || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
    FROM information_schema.columns WHERE table_schema = 'public'";

const SQLITE_KEYS: &str = "SELECT m.name || CASE i.\"unique\" WHEN 1 THEN ' unique ' ELSE ' ' END
    || (SELECT group_concat(name, ',') FROM
        (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
    FROM sqlite_master m JOIN pragma_index_list(m.name) i WHERE m.type = 'table'
    UNION SELECT m.name || ' unique ' || c.name FROM sqlite_master m
    JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk = 1
    AND m.name NOT LIKE 'sqlite%'
    AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name) i WHERE i.origin = 'pk')";

const POSTGRES_KEYS: &str =
    "SELECT t.relname || CASE WHEN x.indisunique THEN ' unique ' ELSE ' ' END
    || (SELECT string_agg(a.attname, ',' ORDER BY k.place)
        FROM unnest(x.indkey) WITH ORDINALITY k (number, place)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number)
    FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace s ON s.oid = t.relnamespace WHERE s.nspname = 'public'";

const SQLITE_REFERENCES: &str = "SELECT m.name || '.' || f.\"from\" || ' to ' || f.\"table\"
    FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table'";

const POSTGRES_REFERENCES: &str = "SELECT t.relname || '.' || a.attname || ' to ' || u.relname
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class u ON u.oid = c.confrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1] WHERE c.contype = 'f'";

#[tokio::test]
async fn both_catalogues_are_the_same() {
    let (sqlite, postgres) = (World::sqlite().await, World::postgres().await);
    for (on_sqlite, on_postgres, least) in [
        (SQLITE_COLUMNS, POSTGRES_COLUMNS, 150),
        (SQLITE_KEYS, POSTGRES_KEYS, 50),
        (SQLITE_REFERENCES, POSTGRES_REFERENCES, 25),
    ] {
        let ours: Vec<String> = sqlite.on_sqlite(on_sqlite).unwrap();
        let mut connection = PgConnection::connect(&postgres.config.url).await.unwrap();
        let theirs: Vec<String> =
            sqlx::query_scalar(on_postgres).fetch_all(&mut connection).await.unwrap();
        let (ours, theirs) = (BTreeSet::from_iter(ours), BTreeSet::from_iter(theirs));
        let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
            a.difference(b).cloned().collect::<Vec<_>>()
        };
        let (ours_only, theirs_only) = (only(&ours, &theirs), only(&theirs, &ours));
        assert!(
            ours_only.is_empty() && theirs_only.is_empty(),
            "only on SQLite: {ours_only:#?}\nonly on PostgreSQL: {theirs_only:#?}"
        );
        assert!(ours.len() >= least, "{} rows", ours.len());
    }
}

#[test]
fn every_migration_has_its_twin() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let files = fs::read_dir(folder).unwrap();
        files.map(|file| file.unwrap().file_name()).collect::<BTreeSet<_>>()
    };
    assert_eq!(names("sqlite"), names("postgres"));
}

async fn a_newer_schema_is_refused(world: World) {
    world.raw("UPDATE schema_migrations SET version = version + 1000").await.unwrap();
    let error = Store::open(world.config.clone()).await.err().unwrap();
    assert_eq!(error.code(), "store_schema_newer");
}

async fn a_changed_migration_is_refused(world: World) {
    let network = NewNetwork { hash: [0; 32], title: String::new(), document: vec![] };
    world.store.network_put(&network, now()).await.unwrap();
    let sql = "UPDATE schema_migrations SET hash = (SELECT hash FROM networks)";
    world.raw(sql).await.unwrap();
    let error = Store::open(world.config.clone()).await.err().unwrap();
    assert_eq!(error.code(), "store_schema_changed");
}
