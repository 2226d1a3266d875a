/**
 * Everything that an agent does on its host.
 *
 * <pre>
 * schedule --rings--> jobs: VisitReader -> StampProcessor -> SpoolWriter --seals--> spool --bell--> deliver --> hub
 *                           (asks a collector of collect)
 * fleet    registers, beats, learns the plan that schedule follows
 * home     the agent's folder and settings;  trouble  what hinders it now;  status  how it is, for its console
 * </pre>
 */
package io.pulsefleet.agent;
