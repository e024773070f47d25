/** Whether this service can be sent requests, and how the parties outside are, as was last found out. */
package org.plankton.health;
