/**
 * The service without an installation: {@code mvn jetty:run} ({@link org.plankton.development.DevelopmentStart}), the
 * same inside of a program or in a process of its own ({@link org.plankton.development.Service}), and the database that
 * it needs. The service is deployed as it is, from {@code webapp}; its classes are not known here.
 */
package org.plankton.development;
