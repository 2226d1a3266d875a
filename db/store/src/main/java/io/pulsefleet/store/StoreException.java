package io.pulsefleet.store;

import java.sql.SQLException;

/** The database refused or did not answer. Rolls the transaction back. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String doing, Throwable cause) {
        super(doing + ": " + cause.getMessage(), cause);
    }

    /**
     * Whether this is, at its root, a database that is not there (or will not let anyone in now), rather than one that
     * found fault with what we said.
     */
    public static boolean isAway(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && isAway(refused)) {
                return true;
            }
            if (cause.getClass().getName().startsWith("jakarta.resource.")) {
                return true; // the server has no connection to give: in vain, or all in use
            }
        }
        return false;
    }

    /**
     * Connection lost or refused (08); no room, no memory, too many clients (53); told to end, still starting, took too
     * long (57); read only after a fail-over; a lock that another holds for too long.
     */
    private static boolean isAway(SQLException refused) {
        var state = refused.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.equals("25006")
                        || state.equals("55P03"));
    }

    /** Whether two have waited for each other: tried again, it goes well. */
    public static boolean isCollision(Throwable failure) {
        return stateOf(failure).startsWith("40");
    }

    /** Whether the database found fault with a value. */
    public static boolean isOfData(Throwable failure) {
        var state = stateOf(failure);
        return state.startsWith("22") || state.startsWith("23");
    }

    /** What the database said; empty when it was not the database. */
    public static String stateOf(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null) {
                return refused.getSQLState();
            }
        }
        return "";
    }
}
