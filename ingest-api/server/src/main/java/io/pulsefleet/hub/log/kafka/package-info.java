/**
 * The log is a topic of Kafka's, over Open Liberty's connector for MicroProfile Reactive Messaging. Where the server has
 * not that feature, {@code WEB-INF/beans.xml} leaves these beans out, and none of their classes is ever loaded.
 */
package io.pulsefleet.hub.log.kafka;
