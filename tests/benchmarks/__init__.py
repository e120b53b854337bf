"""What the till costs against the least that the same work can cost on the same machine in the same minute."""
