package io.pulsefleet.agent.jobs;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.wire.Reading;

/** A reading and the visit that found it: the item of a collecting job. */
record Found(Visit visit, Reading reading) {}
