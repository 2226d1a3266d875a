/** Settings: declared once with name, default and meaning; read from the environment or MicroProfile Config. */
package io.pulsefleet.settings;
