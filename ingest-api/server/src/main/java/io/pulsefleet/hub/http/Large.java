package io.pulsefleet.hub.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a resource method's body: it may be as large as {@link HttpConfig#SHIPMENT_LIMIT}, not only as others. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Large {}
