use super::*;

#[test]
fn published_vectors_are_right() {
    // RFC 4231, test case 2.
    let (body, secret) = (b"what do ya want for nothing?".as_slice(), b"Jefe".as_slice());
    let hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let scheme = SignatureScheme::HmacSha256Hex;
    assert!(scheme.is_right(body, secret, hex));
    assert!(scheme.is_right(body, secret, &format!("hmac-sha256-hex={}", hex.to_uppercase())));
    let base64 = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=";
    assert!(SignatureScheme::HmacSha256Base64.is_right(body, secret, base64));
    // SHA-256 of "abc" and MD5 of "abc" (RFC 1321), parted into body and secret.
    let abc = "1d8a9e0b";
    assert!(!SignatureScheme::Sha256SlashSecretHex.is_right(b"a", b"c", abc));
    let md5 = "kAFQmDzST7DWlj99KOF/cg==";
    assert!(SignatureScheme::Md5SecretBase64.is_right(b"ab", b"c", md5));
    assert!(SignatureScheme::SharedSecret.is_right(b"", b"word", " word "));
}

#[test]
fn the_plain_hash_is_of_body_slash_and_secret() {
    let hash = Sha256::digest(b"body/secret");
    let scheme = SignatureScheme::Sha256SlashSecretHex;
    assert!(scheme.is_right(b"body", b"secret", &hex_of(&hash)));
    assert!(!scheme.is_right(b"body", b"secreT", &hex_of(&hash)));
}

#[test]
fn nothing_else_is_right() {
    for (name, scheme) in SCHEMES {
        assert_eq!(SignatureScheme::parse(name), Some(scheme));
        assert_eq!(scheme.as_str(), name);
        for header in ["", "=", "x", "5bdcc146"] {
            assert!(!scheme.is_right(b"body", b"secret", header), "{name} {header}");
        }
        assert!(!scheme.is_right(b"body", b"", ""), "an empty secret signs nothing");
    }
    assert_eq!(SignatureScheme::parse("none"), None);
}
