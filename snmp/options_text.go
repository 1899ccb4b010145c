package snmp

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
)

// String names the version.
func (v Version) String() string {
	switch v {
	case V1:
		return "1"
	case V2c:
		return "2c"
	case V3:
		return "3"
	}
	return "unknown"
}

// String describes the options without the community and the passwords.
func (o Options) String() string {
	if o.Security == nil {
		return fmt.Sprintf("snmp.Options{Version: %s, Community: <secret>}", o.Version)
	}
	return fmt.Sprintf("snmp.Options{Version: %s, Context: %q, Security: %s}", o.Version, o.Context, o.Security)
}

// Format prints String for every verb of package fmt, so that none shows a secret.
func (o Options) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, o.String()) }

// LogValue is what package slog prints.
func (o Options) LogValue() slog.Value { return slog.StringValue(o.String()) }

// String describes the user without the passwords.
func (s Security) String() string {
	return fmt.Sprintf("snmp.Security{User: %q, AuthProtocol: %q, PrivProtocol: %q, passwords: <secret>}",
		s.User, s.AuthProtocol, s.PrivProtocol)
}

// Format prints String for every verb of package fmt, so that none shows a password.
func (s Security) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue is what package slog prints.
func (s Security) LogValue() slog.Value { return slog.StringValue(s.String()) }

// A sealed value is behind a function: package fmt prints whatever it reaches, calls
// no Format of what is in unexported fields, and prints no more of a function than
// its address.
type sealed[T any] func() *T

func seal[T any](v T) sealed[T] { return func() *T { return &v } }

// withDefaults fills in what was left open.
func (o Options) withDefaults() Options {
	if o.Version != V3 {
		o.Community = cmp.Or(o.Community, DefaultCommunity)
	}
	o.RequestTimeout = cmp.Or(o.RequestTimeout, DefaultRequestTimeout)
	o.Retries = max(cmp.Or(o.Retries, DefaultRetries), 0)
	o.MaxVarbinds = cmp.Or(o.MaxVarbinds, DefaultMaxVarbinds)
	o.MaxRepetitions = cmp.Or(o.MaxRepetitions, DefaultMaxRepetitions)
	o.most = cmp.Or(o.most, maxConversation)
	return o
}
