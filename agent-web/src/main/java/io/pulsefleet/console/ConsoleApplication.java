package io.pulsefleet.console;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Where the API is. Its resources and providers are found by their annotations. */
@ApplicationPath("/api/v1")
public class ConsoleApplication extends Application {}
