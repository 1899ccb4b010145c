package main

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/alecthomas/kingpin/v2"
)

// valueless finds a flag that needs a value and has none. With a default command kingpin takes that for the end of the
// flags: at the end of the line --web.config.file would be forgotten, and every door be open.
func valueless(app *kingpin.Application, args []string) error {
	takes := map[string]bool{}
	model := app.Model()
	flags := model.Flags
	for _, command := range model.FlattenedCommands() {
		flags = append(flags, command.Flags...)
	}
	for _, flag := range flags {
		takes["--"+flag.Name] = !flag.IsBoolFlag()
	}
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		switch arg := args[i]; {
		case strings.HasPrefix(arg, "@"): // kingpin would put the lines of that file here, unseen
			return fmt.Errorf("%s: flags are not read from files", arg)
		case arg == webFile+"=", arg == webFile && i+1 < len(args) && args[i+1] == "":
			return fmt.Errorf("%s: no file is named; leave the flag out to serve without", webFile)
		case !takes[arg]:
			continue
		}
		if i++; i == len(args) || strings.HasPrefix(args[i], "-") && args[i] != "-" {
			return fmt.Errorf("%s needs a value: %[1]s=…", args[i-1])
		}
	}
	return nil
}

// webFile is the flag that nothing may be lost of: without its file every door is open.
const webFile = "--web.config.file"

// validate finds what makes no sense, for --config.check as for a start.
func (o *options) validate() error {
	if err := o.validateAddresses(); err != nil {
		return err
	}
	switch {
	case slices.Contains(o.files, ""):
		return errors.New("--config.file: no file is named")
	case o.maxProbes < 1:
		return fmt.Errorf("--web.max-probes: %d, must be at least 1", o.maxProbes)
	case o.offset < 0:
		return fmt.Errorf("--web.scrape-timeout-offset: %s; Prometheus would not wait so long", o.offset)
	case o.drain < 0:
		return fmt.Errorf("--web.drain-timeout: %s, must be at least 0s", o.drain)
	}
	_, err := o.store.validate()
	return err
}

// validateAddresses looks at those that can be none. Whether one can be listened at shows when that is tried.
func (o *options) validateAddresses() error {
	for _, address := range *o.web.WebListenAddresses {
		if *o.web.WebSystemdSocket { // then it does not count
			break
		}
		if strings.HasPrefix(address, "vsock://") { // the toolkit knows that, too
			continue
		}
		if err := validateAddress("--web.listen-address", address, "10493"); err != nil {
			return err
		}
	}
	if o.health != "" {
		if err := validateAddress("--web.health-address", o.health, "10494"); err != nil {
			return err
		}
	}
	if o.traps != "" {
		return validateAddress("--snmp.trap-address", o.traps, "162")
	}
	return nil
}

func validateAddress(flag, address, port string) error {
	if _, _, err := net.SplitHostPort(address); err != nil {
		return fmt.Errorf("%s: %q is no address; write it as :%s or 127.0.0.1:%[3]s", flag, address, port)
	}
	return nil
}
