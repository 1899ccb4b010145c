// Package config turns YAML into validated, compiled settings: modules, auths,
// target policy and what owners state about their devices.
//
// Parsing is strict. Every mistake in every file is reported at once, each
// with its file and line and with what to write instead. A [Config] that comes
// out is complete and never changes; a reload makes a new one.
package config
