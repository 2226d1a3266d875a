package io.pulsefleet.hub.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of a route without a host in its path: it tells those who may see some hosts only of these, asking {@link Reach}, or it
 * tells of no host at all. One that does not say so is closed to them.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Narrowed {}
