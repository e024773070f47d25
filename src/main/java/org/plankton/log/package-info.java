/** The service's own log: how an event is written, and that it ends with the service. */
package org.plankton.log;
