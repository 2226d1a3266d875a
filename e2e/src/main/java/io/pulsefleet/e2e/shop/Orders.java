package io.pulsefleet.e2e.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** Customers look and buy. */
final class Orders implements Act {

    /** Those below are for others to hold. */
    private static final int FIRST_PRODUCT = 10;

    private static final int PRODUCTS = 490;
    private static final int CUSTOMERS = 2_000;

    private final Session session;
    private final Random chance;
    private final Requests requests;

    Orders(Session session, Random chance) {
        this.session = session;
        this.chance = chance;
        this.requests = new Requests(chance);
    }

    @Override
    public void play() throws SQLException {
        session.transaction(requests.next(), connection -> {
            var product = FIRST_PRODUCT + chance.nextInt(PRODUCTS);
            look(connection, product);
            pay(connection, buy(connection, product));
        });
    }

    private static void look(Connection connection, int product) throws SQLException {
        try (var select = connection.prepareStatement("SELECT name, price, stock FROM product WHERE id = ?")) {
            for (int next = product; next < product + 3; next++) {
                select.setInt(1, next);
                select.executeQuery().close();
            }
        }
    }

    /** Returns the order's number. */
    private long buy(Connection connection, int product) throws SQLException {
        var count = 1 + chance.nextInt(3);
        try (var order = connection.prepareStatement("INSERT INTO orders (customer) VALUES (?) RETURNING id");
                var line = connection.prepareStatement(
                        "INSERT INTO order_line (orders, product, count) VALUES (?, ?, ?)");
                var stock = connection.prepareStatement("UPDATE product SET stock = stock - ? WHERE id = ?")) {
            order.setInt(1, 1 + chance.nextInt(CUSTOMERS));
            var id = number(order);
            line.setLong(1, id);
            line.setInt(2, product);
            line.setInt(3, count);
            line.executeUpdate();
            stock.setInt(1, count);
            stock.setInt(2, product);
            stock.executeUpdate();
            return id;
        }
    }

    private static long number(PreparedStatement returning) throws SQLException {
        try (var rows = returning.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Somebody else's service answers meanwhile. */
    private void pay(Connection connection, long order) throws SQLException {
        try (var wait = connection.prepareStatement("SELECT pg_sleep(?)");
                var paid = connection.prepareStatement("UPDATE orders SET state = 'paid' WHERE id = ?")) {
            wait.setDouble(1, 0.01 + chance.nextDouble() * 0.1);
            wait.executeQuery().close();
            paid.setLong(1, order);
            paid.executeUpdate();
        }
    }
}
