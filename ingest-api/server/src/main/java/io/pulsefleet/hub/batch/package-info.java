/**
 * The jobs of Liberty servers that are not ours, seen and steered through the REST API of their feature
 * {@code batchManagement-1.0}.
 *
 * <pre>
 * BatchServersResource -> ServerBook (who they are, sealed passwords)
 * BatchJobsResource    -> BatchJobs  (what is asked) -> Door (one HTTP request, bounded) -> the other server
 *                                                    -> LibertyJson, JobLog (what it says, in our words)
 * hub.jobs             -> NewestOfServers (each job's newest execution, a few seconds old at most)
 * </pre>
 */
package io.pulsefleet.hub.batch;
