package io.pulsefleet.agent.collect.pglog;

import static io.pulsefleet.agent.collect.pglog.Event.Severity.CRITICAL;
import static io.pulsefleet.agent.collect.pglog.Event.Severity.ERROR;
import static io.pulsefleet.agent.collect.pglog.Event.Severity.INFO;
import static io.pulsefleet.agent.collect.pglog.Event.Severity.WARNING;
import static io.pulsefleet.agent.collect.pglog.Event.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of all events, and which of them an entry tells.
 *
 * <p>By its SQLSTATE first, which is the same in every language; events that share one are told apart by their messages,
 * and the last of them takes what no message tells. Where the format has no SQLSTATE, or it is that of success, by the message.
 * Of two that fit, the one that stands first is meant.
 */
final class Events {

    static final List<Event> TABLE = List.of(
            // waiting, and being sent away
            event(
                    "deadlock_detected",
                    ERROR,
                    "40P01",
                    "Sessions waited for one another; one was rolled back. Take locks in the same order.",
                    "deadlock detected"),
            event(
                    "lock_wait",
                    WARNING,
                    "",
                    "A session waits longer than `deadlock_timeout`.",
                    "process * still waiting for "),
            event(
                    "lock_acquired",
                    INFO,
                    "",
                    "A session got the lock that it waited for.",
                    "process * acquired * on * after "),
            event(
                    "lock_not_acquired",
                    WARNING,
                    "",
                    "A session gave up waiting, or its wait was part of a deadlock.",
                    "process * failed to acquire ",
                    "process * avoided deadlock for ",
                    "process * detected deadlock while waiting for "),
            event(
                    "lock_timeout",
                    WARNING,
                    "55P03",
                    "A statement waited for a lock longer than `lock_timeout`.",
                    "canceling statement due to lock timeout"),
            event(
                    "lock_not_available",
                    INFO,
                    "55P03",
                    "A lock was wanted at once, and was taken.",
                    "could not obtain lock on "),
            event(
                    "statement_cancelled_by_user",
                    INFO,
                    "57014",
                    "Its client, or `pg_cancel_backend`, stopped it.",
                    "canceling statement due to user request"),
            event(
                    "statement_timeout",
                    WARNING,
                    "57014",
                    "A statement took longer than `statement_timeout`.",
                    "canceling statement due to statement timeout"),
            event(
                    "autovacuum_cancelled",
                    WARNING,
                    "57014",
                    "Autovacuum stood in somebody's way; its work is to be done again.",
                    "canceling autovacuum task"),
            event(
                    "recovery_conflict",
                    WARNING,
                    "40001 57P01",
                    "On a replica, a question stood in the way of what the primary did.",
                    "canceling statement due to conflict with recovery",
                    "terminating connection due to conflict with recovery",
                    "recovery still waiting after "),
            event(
                    "statement_cancelled",
                    INFO,
                    "57014",
                    "A statement was stopped for another reason.",
                    "canceling statement due to "),
            event(
                    "idle_in_transaction_timeout",
                    WARNING,
                    "25P03",
                    "A session did nothing in an open transaction for too long, and was ended.",
                    "terminating connection due to idle-in-transaction timeout"),
            event(
                    "transaction_timeout",
                    WARNING,
                    "25P04",
                    "A transaction took longer than `transaction_timeout`.",
                    "terminating connection due to transaction timeout"),
            event(
                    "idle_session_timeout",
                    INFO,
                    "57P05",
                    "A session did nothing for too long, and was ended.",
                    "terminating connection due to idle-session timeout"),
            event(
                    "session_terminated",
                    INFO,
                    "57P01",
                    "A session was ended by `pg_terminate_backend`, or by the server's shutdown.",
                    "terminating connection due to administrator command",
                    "terminating background worker",
                    "terminating walreceiver process due to administrator command"),
            // who may come in
            event(
                    "no_pg_hba_entry",
                    WARNING,
                    "28000",
                    "No line of `pg_hba.conf` lets this client in.",
                    "no pg_hba.conf entry for ",
                    "pg_hba.conf rejects "),
            event(
                    "role_refused",
                    WARNING,
                    "28000",
                    "The role is not there, or may not log in.",
                    "role * does not exist",
                    "role * is not permitted to log in"),
            event(
                    "authentication_failed",
                    WARNING,
                    "28P01 28000",
                    "A wrong password, or another proof that did not hold.",
                    "password authentication failed for user ",
                    "*authentication failed for user "),
            event("database_missing", WARNING, "3D000", "There is no such database.", "database * does not exist"),
            event(
                    "too_many_connections",
                    ERROR,
                    "53300",
                    "There is no connection left. Use a pool, or raise `max_connections`.",
                    "sorry, too many clients already",
                    "remaining connection slots are reserved",
                    "too many connections for "),
            event(
                    "not_accepting_connections",
                    WARNING,
                    "57P03",
                    "The server starts, stops or recovers.",
                    "the database system is ",
                    "cannot connect to invalid database"),
            event(
                    "connection_received",
                    INFO,
                    "",
                    "`log_connections`.",
                    "connection received: ",
                    "connection authenticated: ",
                    "connection ready: "),
            event(
                    "connection_authorized",
                    INFO,
                    "",
                    "`log_connections`.",
                    "connection authorized: ",
                    "replication connection authorized: "),
            event("disconnection", INFO, "", "`log_disconnections`.", "disconnection: session time: "),
            event(
                    "client_lost",
                    INFO,
                    "08006 08003 08000",
                    "A client went away without a word.",
                    "unexpected EOF on client connection",
                    "could not receive data from client",
                    "could not send data to client",
                    "connection to client lost"),
            event(
                    "protocol_violation",
                    WARNING,
                    "08P01",
                    "A client spoke something else than PostgreSQL's protocol: a port scan, a health check, a mistake.",
                    "invalid length of startup packet",
                    "incomplete startup packet",
                    "unsupported frontend protocol "),
            event(
                    "tls_failed",
                    WARNING,
                    "",
                    "A client and the server found no way to encrypt.",
                    "could not accept SSL connection"),
            // room
            event(
                    "out_of_shared_memory",
                    ERROR,
                    "53200",
                    "More locks at once than there is room for: raise `max_locks_per_transaction`.",
                    "out of shared memory"),
            event(
                    "out_of_memory",
                    CRITICAL,
                    "53200",
                    "The server got no more memory from the system.",
                    "out of memory"),
            event(
                    "temp_file_limit",
                    WARNING,
                    "53400",
                    "A statement wanted more than `temp_file_limit`.",
                    "temporary file size exceeds *temp_file_limit"),
            event(
                    "disk_full",
                    CRITICAL,
                    "53100",
                    "There is no room left on a disk of the server.",
                    "could not extend file *No space left on device",
                    "could not write *No space left on device"),
            event(
                    "temporary_file",
                    INFO,
                    "",
                    "A statement did not fit into `work_mem` and went to disk.",
                    "temporary file: path "),
            event(
                    "io_error",
                    CRITICAL,
                    "58030",
                    "A disk did not do what it was told.",
                    "could not read block ",
                    "could not fsync file "),
            event(
                    "file_missing",
                    ERROR,
                    "58P01",
                    "A file that must be there is not.",
                    "could not open file *No such file or directory"),
            // crashes, starts and ends
            event(
                    "server_crashed",
                    CRITICAL,
                    "",
                    "One of the server's processes died; all sessions end and the server recovers.",
                    "server process (PID * was terminated by signal ",
                    "server process (PID * exited with exit code ",
                    "* process (PID * was terminated by signal ",
                    "terminating any other active server processes",
                    "all server processes terminated; reinitializing"),
            event(
                    "crash_of_another_process",
                    ERROR,
                    "57P02",
                    "A session was ended because another process crashed.",
                    "terminating connection because of crash of another server process"),
            event(
                    "background_worker_ended",
                    INFO,
                    "",
                    "A background worker went; replication's are started again.",
                    "background worker * exited with exit code ",
                    "background worker * was terminated by signal "),
            event("fork_failed", CRITICAL, "", "The system gives the server no more processes.", "could not fork "),
            event(
                    "recovery",
                    WARNING,
                    "",
                    "The server was not shut down properly and makes its data consistent again.",
                    "database system was interrupted",
                    "database system was not properly shut down; automatic recovery in progress",
                    "redo starts at ",
                    "redo done at ",
                    "redo is not required",
                    "consistent recovery state reached at ",
                    "starting archive recovery",
                    "archive recovery complete",
                    "entering standby mode"),
            event(
                    "promoted",
                    WARNING,
                    "",
                    "A replica became a primary.",
                    "received promote request",
                    "selected new timeline ID: "),
            event("starting", INFO, "", "The server starts.", "starting PostgreSQL ", "database system was shut down"),
            event(
                    "ready_to_accept",
                    INFO,
                    "",
                    "The server takes connections.",
                    "database system is ready to accept connections",
                    "database system is ready to accept read-only connections",
                    "database system is ready to accept read only connections"),
            event(
                    "shutdown",
                    WARNING,
                    "",
                    "The server ends.",
                    "received smart shutdown request",
                    "received fast shutdown request",
                    "received immediate shutdown request",
                    "database system is shut down",
                    "shutting down"),
            event(
                    "configuration_reloaded",
                    INFO,
                    "",
                    "`pg_reload_conf`.",
                    "received SIGHUP, reloading configuration files"),
            event(
                    "parameter_changed",
                    INFO,
                    "",
                    "A setting has another value now.",
                    "parameter * changed to ",
                    "parameter * removed from configuration file"),
            event(
                    "parameter_needs_restart",
                    WARNING,
                    "55P02",
                    "A setting was changed and will hold after a restart only.",
                    "parameter * cannot be changed without restarting the server"),
            event(
                    "configuration_error",
                    ERROR,
                    "F0000",
                    "A configuration file has a mistake.",
                    "configuration file * contains errors"),
            // what the server does by itself
            event(
                    "checkpoints_too_frequent",
                    WARNING,
                    "",
                    "Checkpoints come because of much WAL: raise `max_wal_size`.",
                    "checkpoints are occurring too frequently"),
            event(
                    "checkpoint",
                    INFO,
                    "",
                    "`log_checkpoints`: one begins, or is done.",
                    "checkpoint starting: ",
                    "checkpoint complete",
                    "restartpoint starting: ",
                    "restartpoint complete",
                    "recovery restart point at "),
            event(
                    "autovacuum_to_prevent_wraparound",
                    WARNING,
                    "",
                    "A table was vacuumed because its transaction ids grew old.",
                    "automatic vacuum to prevent wraparound of table ",
                    "automatic aggressive vacuum to prevent wraparound of table "),
            event(
                    "autovacuum",
                    INFO,
                    "",
                    "`log_autovacuum_min_duration`.",
                    "automatic vacuum of table ",
                    "automatic aggressive vacuum of table "),
            event("autoanalyze", INFO, "", "`log_autovacuum_min_duration`.", "automatic analyze of table "),
            event(
                    "vacuum_skipped",
                    INFO,
                    "",
                    "A table was locked when its turn came.",
                    "skipping vacuum of ",
                    "skipping analyze of "),
            event(
                    "wraparound_stop",
                    CRITICAL,
                    "",
                    "The server takes no more writes, or its data would be lost: VACUUM the database that is named.",
                    "database is not accepting commands * to avoid wraparound data loss"),
            event(
                    "wraparound_warning",
                    CRITICAL,
                    "",
                    "Transaction ids run out: VACUUM the database that is named, and look for old transactions and slots.",
                    "database * must be vacuumed within ",
                    "oldest xmin is far in the past",
                    "oldest multixact is far in the past",
                    "cutoff for removing and freezing tuples is far in the past",
                    "cutoff for freezing multixacts is far in the past"),
            // replication and archive
            event(
                    "replication_started",
                    INFO,
                    "",
                    "WAL flows, or a logical worker runs.",
                    "started streaming WAL from primary at ",
                    "starting logical decoding for slot ",
                    "logical replication apply worker for subscription * has started",
                    "logical replication table synchronization worker for subscription * has started"),
            event(
                    "replication_terminated",
                    WARNING,
                    "",
                    "WAL flows no more, or a logical worker went.",
                    "replication terminated by primary server",
                    "could not receive data from WAL stream",
                    "could not connect to the primary server",
                    "logical replication apply worker for subscription * will stop",
                    "logical replication worker for subscription * will stop"),
            event(
                    "subscription_disabled",
                    ERROR,
                    "",
                    "A subscription failed and was switched off.",
                    "subscription * has been disabled because of an error"),
            event(
                    "slot_invalidated",
                    ERROR,
                    "",
                    "A slot fell too far behind: its replica must be made anew.",
                    "invalidating obsolete replication slot ",
                    "terminating process * to release replication slot "),
            event(
                    "slot_in_use",
                    INFO,
                    "55006",
                    "Somebody uses what was wanted: a slot, a database.",
                    "replication slot * is active for PID "),
            event(
                    "wal_segment_removed",
                    ERROR,
                    "",
                    "A replica asks for WAL that is not there any more: it must be made anew, or read the archive.",
                    "requested WAL segment * has already been removed"),
            event(
                    "walsender_timeout",
                    WARNING,
                    "",
                    "A replica did not answer for `wal_sender_timeout`.",
                    "terminating walsender process due to replication timeout"),
            event(
                    "walreceiver_timeout",
                    WARNING,
                    "",
                    "The primary did not answer for `wal_receiver_timeout`.",
                    "terminating walreceiver due to timeout"),
            event(
                    "synchronous_standby",
                    INFO,
                    "",
                    "Another replica is waited for at each commit.",
                    "standby * is now a "),
            event(
                    "archiver_failed",
                    ERROR,
                    "",
                    "WAL is not archived; it piles up until it is.",
                    "archive command failed with exit code ",
                    "archive command was terminated by ",
                    "archiving write-ahead log file * failed too many times"),
            // what must never be
            event(
                    "corruption",
                    CRITICAL,
                    "XX001 XX002",
                    "A page or an index is broken. Stop writing, look at the disk, and restore.",
                    "invalid page in block ",
                    "page verification failed",
                    "missing chunk number ",
                    "unexpected chunk number ",
                    "could not access status of transaction "),
            event(
                    "internal_error",
                    ERROR,
                    "XX000",
                    "PostgreSQL met what it did not expect.",
                    "cache lookup failed for "),
            // what applications do wrong
            event("syntax_error", INFO, "42601", "No SQL.", "syntax error at "),
            event("undefined_table", INFO, "42P01", "There is no such table.", "relation * does not exist"),
            event("undefined_column", INFO, "42703", "There is no such column.", "column * does not exist"),
            event(
                    "undefined_function",
                    INFO,
                    "42883",
                    "There is no such function, or not for these types.",
                    "function * does not exist",
                    "operator does not exist: "),
            event(
                    "undefined_object",
                    INFO,
                    "42704",
                    "There is no such type, role, setting or other thing.",
                    "type * does not exist"),
            event(
                    "duplicate_object",
                    INFO,
                    "42P07 42710 42701 42P06",
                    "It is there already.",
                    "relation * already exists"),
            event(
                    "permission_denied",
                    WARNING,
                    "42501",
                    "The role may not do that.",
                    "permission denied ",
                    "must be owner of "),
            event(
                    "unique_violation",
                    INFO,
                    "23505",
                    "The key is there already.",
                    "duplicate key value violates unique constraint "),
            event(
                    "foreign_key_violation",
                    INFO,
                    "23503",
                    "The row that is referred to is not there, or is still needed.",
                    "*violates foreign key constraint "),
            event("not_null_violation", INFO, "23502", "A value is missing.", "null value in column "),
            event("check_violation", INFO, "23514", "A value is not allowed.", "*violates check constraint "),
            event(
                    "exclusion_violation",
                    INFO,
                    "23P01",
                    "A row is in another's way.",
                    "conflicting key value violates exclusion constraint "),
            event(
                    "serialization_failure",
                    INFO,
                    "40001",
                    "Transactions got into each other's way; this one is to be tried again.",
                    "could not serialize access"),
            event(
                    "invalid_input",
                    INFO,
                    "22P02 22007 22008 22003 22001 22012 22023 22021",
                    "A value has not the form, the size or the sense that is wanted.",
                    "invalid input syntax for ",
                    "value too long for type ",
                    "division by zero",
                    "invalid byte sequence for encoding ",
                    "date/time field value out of range"),
            event(
                    "transaction_aborted",
                    INFO,
                    "25P02",
                    "A session went on after an error without a ROLLBACK.",
                    "current transaction is aborted, commands ignored"),
            event(
                    "read_only_violation",
                    INFO,
                    "25006",
                    "A write in a read-only transaction, or on a replica.",
                    "cannot execute * in a read-only transaction"),
            event(
                    "statement_too_complex",
                    WARNING,
                    "54001",
                    "A statement nests deeper than `max_stack_depth`.",
                    "stack depth limit exceeded"),
            event("raised", INFO, "P0001", "A function said RAISE EXCEPTION."),
            // what is only told
            event(
                    "slow_statement",
                    WARNING,
                    "",
                    "`log_min_duration_statement`, auto_explain: it has its duration and its text.",
                    "duration: * ms  "),
            event("statement_duration", INFO, "", "`log_duration`: a duration without its text.", "duration: "),
            event("statement", INFO, "", "`log_statement`.", "statement: ", "execute "));

    private final Map<String, List<Event>> byState = new HashMap<>();

    /** By the first two characters of a message; those that may begin with anything stand in all. */
    private final Map<Integer, List<Candidate>> byBeginning = new HashMap<>();

    private final List<Candidate> anywhere = new ArrayList<>();

    private record Candidate(String pattern, Event event) {}

    Events() {
        for (var event : TABLE) {
            event.states()
                    .forEach(state -> byState.computeIfAbsent(state, none -> new ArrayList<>())
                            .add(event));
        }
        for (var event : TABLE) {
            for (var pattern : event.messages()) {
                var candidate = new Candidate(pattern, event);
                if (pattern.startsWith("*")) {
                    anywhere.add(candidate);
                } else {
                    byBeginning
                            .computeIfAbsent(beginning(pattern), none -> new ArrayList<>())
                            .add(candidate);
                }
            }
        }
    }

    private static int beginning(String text) {
        return text.charAt(0) << 16 | text.charAt(1);
    }

    /** Empty for what has no name. */
    Optional<Event> of(String severity, String state, String message) {
        if (isChatter(severity)) {
            return Optional.empty();
        }
        var sameState = state == null ? List.<Event>of() : byState.getOrDefault(state, List.of());
        for (var event : sameState) {
            if (event.isTold(message)) {
                return Optional.of(event);
            }
        }
        var told = byMessage(message);
        return told.isPresent() || sameState.isEmpty() ? told : Optional.of(sameState.get(sameState.size() - 1));
    }

    /** What clients asked for, or what only PostgreSQL's developers read. */
    private static boolean isChatter(String severity) {
        return severity.startsWith("DEBUG") || severity.equals("NOTICE") || severity.equals("INFO");
    }

    private Optional<Event> byMessage(String message) {
        if (message.length() < 2) {
            return Optional.empty();
        }
        var likely = byBeginning.getOrDefault(beginning(message), List.of());
        return first(likely, message).or(() -> first(anywhere, message));
    }

    private static Optional<Event> first(List<Candidate> candidates, String message) {
        for (var candidate : candidates) {
            if (Event.matches(candidate.pattern, message)) {
                return Optional.of(candidate.event);
            }
        }
        return Optional.empty();
    }
}
