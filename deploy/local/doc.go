// Package local runs the programs around Argus on this machine: it finds those that are installed,
// starts and ends them, takes the notifications of an Alertmanager, and turns the configuration in
// deploy/ into one for here. For "make stack" and for tests.
package local
