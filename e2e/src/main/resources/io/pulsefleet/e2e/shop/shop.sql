-- The shop's tables, made where they are not there yet. Two indexes are there for an administrator to find.

CREATE TABLE IF NOT EXISTS customer (
    id   int PRIMARY KEY,
    name text NOT NULL UNIQUE,
    city text NOT NULL
);

CREATE TABLE IF NOT EXISTS product (
    id    int PRIMARY KEY,
    name  text NOT NULL,
    price numeric(8, 2) NOT NULL,
    stock int NOT NULL CHECK (stock >= 0)
);

CREATE TABLE IF NOT EXISTS orders (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer  int NOT NULL REFERENCES customer,
    placed_at timestamptz NOT NULL DEFAULT now(),
    state     text NOT NULL DEFAULT 'open'
);

CREATE TABLE IF NOT EXISTS order_line (
    orders  bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    product int NOT NULL REFERENCES product,
    count   int NOT NULL,
    PRIMARY KEY (orders, product)
);

CREATE TABLE IF NOT EXISTS page_view (
    at       timestamptz NOT NULL,
    customer int NOT NULL,
    page     text NOT NULL
);

CREATE INDEX IF NOT EXISTS orders_placed_at ON orders (placed_at);
CREATE INDEX IF NOT EXISTS orders_customer ON orders (customer);
CREATE INDEX IF NOT EXISTS orders_by_customer ON orders (customer); -- the same once more
CREATE INDEX IF NOT EXISTS page_view_page ON page_view (page, at);  -- nobody asks for this

INSERT INTO customer
SELECT n, 'customer ' || n, (ARRAY['Lisbon', 'Hamburg', 'Lyon', 'Turin', 'Gdansk', 'Cork'])[1 + n % 6]
FROM generate_series(1, 2000) AS n ON CONFLICT DO NOTHING;

INSERT INTO product
SELECT n, 'product ' || n, 5 + n % 90, 1000000 FROM generate_series(1, 500) AS n ON CONFLICT DO NOTHING;

INSERT INTO page_view
SELECT now() - n * interval '2 seconds', 1 + n % 2000, '/product/' || (n * 7919) % 500 || '?' || md5(n::text)
FROM generate_series(1, 30000) AS n WHERE NOT EXISTS (SELECT FROM page_view);

-- What the owner's own questions are about: the watching role needs it for nothing else.
GRANT SELECT ON orders, order_line, product TO pulsefleet;
