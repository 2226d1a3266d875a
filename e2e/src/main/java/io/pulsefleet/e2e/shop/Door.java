package io.pulsefleet.e2e.shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How the shop's programs come in. */
public record Door(String url, String user, String password) {

    /** @param name the {@code application_name}, as {@code shop:req-7f3a} */
    public Connection open(String name) throws SQLException {
        var asked = new Properties();
        asked.setProperty("user", user);
        asked.setProperty("password", password);
        asked.setProperty("ApplicationName", name);
        asked.setProperty("connectTimeout", "10");
        return DriverManager.getConnection(url, asked);
    }

    Door of(String otherUser, String otherPassword) {
        return new Door(url, otherUser, otherPassword);
    }

    /** The same server's other database. */
    Door to(String database) {
        return new Door(url.substring(0, url.lastIndexOf('/') + 1) + database, user, password);
    }
}
