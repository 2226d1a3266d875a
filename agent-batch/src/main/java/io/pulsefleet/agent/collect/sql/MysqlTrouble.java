package io.pulsefleet.agent.collect.sql;

import java.sql.SQLException;
import java.util.Locale;

/** Why MySQL or MariaDB lets nobody in. The numbers are those of the servers' own list of errors. */
enum MysqlTrouble {
    WRONG_PASSWORD("there is no such user with this password: see what it was created with"),
    NO_RIGHTS("the user may not use this database: have an administrator run the GRANT that is told with this"),
    NO_DATABASE("there is no such database on this server: look at SHOW DATABASES"),
    DOWN("nobody answers there: look at host, port and firewall, and whether the server runs"),
    TROUBLE("the server lets us in, and a question fails");

    private static final int ACCESS_DENIED_TO_DATABASE = 1044;
    private static final int ACCESS_DENIED = 1045;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int ACCESS_DENIED_WITHOUT_PASSWORD = 1698;

    private final String remedy;

    MysqlTrouble(String remedy) {
        this.remedy = remedy;
    }

    static MysqlTrouble of(SQLException refused) {
        return switch (refused.getErrorCode()) {
            case ACCESS_DENIED_TO_DATABASE -> NO_RIGHTS;
            case ACCESS_DENIED, ACCESS_DENIED_WITHOUT_PASSWORD -> WRONG_PASSWORD;
            case UNKNOWN_DATABASE -> NO_DATABASE;
            default -> String.valueOf(refused.getSQLState()).startsWith("08") ? DOWN : TROUBLE;
        };
    }

    /** As outcomes have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String remedy() {
        return remedy;
    }
}
