package io.pulsefleet.console;

import io.pulsefleet.agent.hub.JsonBody;
import io.pulsefleet.wire.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;

/** Bodies are JSON, both ways; refusals too. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public class ConsoleJson extends JsonBody {}
