/** The web page: its files, for browsers. All that it does it asks of the wires, as any client. */
package org.plankton.api.page;
