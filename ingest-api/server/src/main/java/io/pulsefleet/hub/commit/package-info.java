/**
 * Group commit: what waits at the same time goes into one transaction, and is answered after it.
 *
 * <pre>
 * request's thread              Groups' one writer                          request's answer
 *   Parcel: rows, encoded --->    Lanes --take--> Warehouse.store, commit -->   Outcome
 * </pre>
 */
package io.pulsefleet.hub.commit;
