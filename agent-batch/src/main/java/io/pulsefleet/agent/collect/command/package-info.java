/** A tool of several collectors: a program that is run and read, within limits. */
package io.pulsefleet.agent.collect.command;
