//go:build tools

// Package toolchain pins the Pulumi engine that the sandbox runs where no release of it can be had.
package toolchain

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
