-- People who sign in through an OpenID provider have no password here.

ALTER TABLE users
    ALTER COLUMN password_hash DROP NOT NULL,
    ALTER COLUMN password_changed_at DROP NOT NULL,
    ADD COLUMN openid_issuer   text,
    ADD COLUMN openid_subject  text,
    ADD UNIQUE (openid_issuer, openid_subject),
    ADD CHECK ((openid_issuer IS NULL) = (openid_subject IS NULL)),
    ADD CHECK (password_hash IS NULL OR openid_subject IS NULL);

COMMENT ON COLUMN users.password_hash IS 'NULL: it signs in through the provider.';
COMMENT ON COLUMN users.openid_subject IS 'By what the provider knows it, for ever. NULL beside no password: whom the provider sends by this name first, is it.';
