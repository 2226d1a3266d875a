package io.pulsefleet.hub;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;

/** The hub's REST API: {@code /api/v1}. The server puts the application at {@code /api}. */
@ApplicationPath("v1")
@OpenAPIDefinition(
        info =
                @Info(
                        title = "PulseFleet hub",
                        version = "v1",
                        description =
                                "Agents register, beat and ship; people and scripts ask. Errors are application/problem+json (RFC 9457)."))
public class HubApplication extends Application {}
