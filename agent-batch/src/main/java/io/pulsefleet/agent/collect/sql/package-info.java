/**
 * The user's queries, asked once a window.
 *
 * <pre>
 * queries.json -> QueriesFile -> Queries -> ReadOnlySql     what is asked: one statement that can only read
 * settings     -> Targets     -> Target  -> Link            whom: a read-only connection with time-outs
 * place        -> WindowState -> Window                     since when: from the last success to now
 *                                WindowPass -> Payload      what came of it: readings, and one document (PA-07)
 * </pre>
 */
package io.pulsefleet.agent.collect.sql;
