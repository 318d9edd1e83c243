package io.disconnectalerts; class Main {}
