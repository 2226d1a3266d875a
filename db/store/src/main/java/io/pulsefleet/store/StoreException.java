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

    /** Connection lost or refused; told to end, still starting; too many clients; read only after a fail-over. */
    private static boolean isAway(SQLException refused) {
        var state = refused.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57P0")
                        || state.equals("53300")
                        || state.equals("25006"));
    }
}
