package io.pulsefleet.store;

import java.sql.SQLException;
import java.util.Set;

/** The database refused or did not answer. Rolls the transaction back. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final Set<String> OF_VALUES = Set.of("22001", "22003", "22008", "22021", "22P05");

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

    /**
     * Whether the database may be another one when it answers again: the connection broke (08), it was stopped or is
     * starting (57P), it is read only now, as after a fail-over, or it lets no more in (53300). A lock, a statement that
     * took too long or a full disk is none of that.
     */
    public static boolean isLost(Throwable failure) {
        var state = stateOf(failure);
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.equals("25006")
                || state.equals("53300")
                || (state.isEmpty() && isAway(failure) && !isOfPool(failure));
    }

    /** All connections are in use, and none came back in time. */
    private static boolean isOfPool(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals("ConnectionWaitTimeoutException")) {
                return true;
            }
        }
        return false;
    }

    /** Whether another held a lock for too long, or two waited for each other: without the one it concerns, it goes well. */
    public static boolean isOfLock(Throwable failure) {
        return isCollision(failure) || stateOf(failure).equals("55P03");
    }

    /** Whether two have waited for each other: tried again, it goes well. */
    public static boolean isCollision(Throwable failure) {
        return stateOf(failure).startsWith("40");
    }

    /**
     * Whether the database found fault with a value that somebody sent: a text that is too long or cannot be kept (22001,
     * 22021, 22P05), a number or a moment out of range (22003, 22008). Whatever else it complains of, we have written.
     */
    public static boolean isOfValue(Throwable failure) {
        return OF_VALUES.contains(stateOf(failure));
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
