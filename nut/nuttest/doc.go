// Package nuttest provides NUT servers for tests and for the demo.
//
//   - [Server] is a fake upsd. It answers as the real one does and, when asked to, misbehaves in
//     each of the ways of [Fault].
//   - [Script] plays one side of a written dialogue and fails the test when the client departs
//     from it.
//   - [StartUPSD] runs the real upsd with simulated drivers, where it is installed.
//   - [Sim] moves the devices of a Server as if they were real.
//
// The package does not know Argus's own client: it is an independent reading of the protocol.
package nuttest
