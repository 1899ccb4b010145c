package nut

import (
	"fmt"
	"strconv"
	"strings"
)

// A command is a question that this package is able to ask. Names in it have been checked by
// checkName and credentials by checkCredential; nothing else is ever written to a connection.
type command struct {
	verb verb
	ups  string // or the credential
	name string
}

type verb uint8

const (
	askListUPS verb = iota
	askListVar
	askGetVar
	askVersion
	askNetVersion
	askStartTLS
	giveUsername
	givePassword
)

// append appends the request line.
func (c command) append(b []byte) []byte {
	switch c.verb {
	case askListUPS:
		b = append(b, "LIST UPS"...)
	case askListVar:
		b = append(append(b, "LIST VAR "...), c.ups...)
	case askGetVar:
		b = append(append(b, "GET VAR "...), c.ups...)
		b = append(append(b, ' '), c.name...)
	case askVersion:
		b = append(b, "VER"...)
	case askNetVersion:
		b = append(b, "NETVER"...)
	case askStartTLS:
		b = append(b, "STARTTLS"...)
	case giveUsername:
		b = appendQuoted(append(b, "USERNAME "...), c.ups)
	case givePassword:
		b = appendQuoted(append(b, "PASSWORD "...), c.ups)
	}
	return append(b, '\n')
}

// String says what the command does, for errors. It never contains a credential.
func (c command) String() string {
	switch c.verb {
	case askListUPS:
		return "list UPSes"
	case askListVar:
		return "list vars of " + strconv.Quote(c.ups)
	case askGetVar:
		return "get var " + strconv.Quote(c.name) + " of " + strconv.Quote(c.ups)
	case askVersion:
		return "version"
	case askNetVersion:
		return "protocol version"
	case askStartTLS:
		return "STARTTLS"
	case giveUsername:
		return "user name"
	default:
		return "password"
	}
}

// checkName refuses what could not be sent as one plain word.
func checkName(name string) error {
	if validName(name) {
		return nil
	}
	return fmt.Errorf("%w: %.140q (letters, digits and any of _ . : - up to 128 bytes)",
		ErrInvalidName, name)
}

func validName(name string) bool {
	for i := range len(name) {
		c := lower(name[i])
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && strings.IndexByte("_.:-", c) < 0 {
			return false
		}
	}
	return 0 < len(name) && len(name) <= 128
}

// checkCredential refuses control bytes, which would end the line and begin a command, and what
// upsd would cut off silently. The error does not repeat the credential.
func checkCredential(s string) error {
	const longest = 512 // upsd drops what a word has beyond that
	if len(s) > longest {
		return fmt.Errorf("%w: more than %d bytes", ErrInvalidCredentials, longest)
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7f {
			return fmt.Errorf("%w: control byte", ErrInvalidCredentials)
		}
	}
	return nil
}
