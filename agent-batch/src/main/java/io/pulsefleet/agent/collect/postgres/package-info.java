/**
 * What PostgreSQL servers tell of themselves.
 *
 * <pre>
 * postgres/*.sql -> QuestionHead -> Question            what is asked: one file, one question, with its own interval
 * settings       -> Target       -> Server -> Link      whom: one read-only connection with time-outs, kept between visits
 *                                   Server -> Answers   what came of it: readings and documents
 *                                   States              what could not be read, why, and what to do about it
 * </pre>
 */
package io.pulsefleet.agent.collect.postgres;
